import type { Command } from "commander";

/** `drill doctor`: what a drill needs, what is there, and how to get the rest. */
export const addDoctor = (program: Command): void => {
  program
    .command("doctor")
    .description("show what this host has for drills, what is missing, and the fix; changes nothing")
    .action(async () => {
      const [{ describeHost }, { describeVm }, { renderDoctor }, { lookAtOwnKernelHost }, { kindOnHost }] =
        await Promise.all([
          import("../machines/engine/describe.ts"),
          import("../machines/describe-vm.ts"),
          import("../views/doctor.ts"),
          import("./own-kernel-host.ts"),
          import("../plan/own-kernel.ts"),
        ]);
      const { whyKind: detail = "" } = kindOnHost(await lookAtOwnKernelHost(true));
      const findings = [
        ...(await describeHost()),
        ...describeVm(),
        { what: "what --on vm takes", state: "found" as const, detail, fix: "" },
      ];
      process.stdout.write(renderDoctor(findings));
      if (findings.some((finding) => finding.state === "missing" && finding.fix !== ""))
        process.exitCode = 69;
    });
};
