import { serve } from "../lib/service.ts";
import { registry } from "./service.ts";

serve(registry);
