import { serve } from "../lib/service.ts";
import { certificateAuthority } from "./service.ts";

serve(certificateAuthority);
