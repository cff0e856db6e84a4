/** Whether npm has installed in this folder what its lock asks for on this system. @default the system of this process */
export const npmHasInstalled: (
  root: string,
  system?: { readonly platform: string; readonly arch: string },
) => boolean;
