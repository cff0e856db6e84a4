import type { SourceDocument } from "drillbook";

export const aiStackDocument = {
  id: "ai-stack",
  name: "AISTACK",
  title: "Fix report of 2026-01-06, rootless podman and systemd start-up of a local AI stack",
  claims: {
    219: {
      where: "Issue 1",
      text: "newuidmap: write to uid_map failed (the exact line).",
    },
    220: {
      where: "Issue 1",
      text: "should have setuid or have filecaps setuid (the exact line).",
    },
    221: {
      where: "Issue 1",
      text: "There are two newuidmap, one without the bit (the output of ls).",
    },
    222: {
      where: "Issue 2",
      text: "The unit's PATH lacks /run/wrappers/bin.",
    },
    223: {
      where: "Issue 2",
      text: "The script has no such PATH, either.",
    },
    224: {
      where: "Fix 1",
      text: "Fix: PATH in the unit.",
    },
    225: {
      where: "Fix 2",
      text: "Fix: PATH in the script.",
    },
    226: {
      where: "Fix 3",
      text: "Fix: the template in templates/systemd.",
      outOfReach: "The repository with the template is not available.",
    },
    227: {
      where: "Fix 3",
      text: "The unit is After and Wants network-online.target and podman.socket.",
    },
    228: {
      where: "Fix 3",
      text: "The unit Wants the dashboard's units.",
      outOfReach: "The dashboard is not available.",
    },
    229: {
      where: "Fix 3",
      text: "The unit is oneshot, RemainAfterExit, TimeoutStartSec=300, Restart=no.",
    },
    230: {
      where: "Test 1-2",
      text: "Core first, then services, start without an error.",
    },
    231: {
      where: "Test 3",
      text: "embeddings answers at 8081 /health.",
    },
    232: {
      where: "Test 3",
      text: "AIDB answers at 8091: database, redis, ml_engine and pgvector are ok.",
    },
    233: {
      where: "Test 3",
      text: "AIDB's answer has llama_cpp and federation.",
      outOfReach: "AIDB is not available; its stand-in has the fields that the drill needs.",
    },
    234: {
      where: "Test 3",
      text: "The coordinator at 8092 is healthy, with five collections.",
    },
    235: {
      where: "Test 3",
      text: "qdrant answers at 6333 /healthz.",
    },
    236: {
      where: "Test 4",
      text: "The metrics script writes ai_metrics.json: 1554 vectors of 384 dimensions.",
      outOfReach: "The metrics script and the data are not available.",
    },
    237: {
      where: "Test 5",
      text: "`podman ps` shows (healthy), by podman's own health checks.",
      open: "Health checks of podman's own in the stack's containers.",
    },
    238: {
      where: "systemd test",
      text: "After daemon-reload `systemctl cat` shows PATH=.",
    },
    239: {
      where: "Open",
      text: "The automatic start at the next boot was never tested.",
    },
    240: {
      where: "Details",
      text: "newgidmap needs its setuid bit, too.",
    },
    241: {
      where: "Details",
      text: "subuid and subgid are hyperd:100000:65536.",
    },
    242: {
      where: "Troubleshooting",
      text: "`echo $PATH`, `which`, `ls -la` and `grep subuid` find the cause.",
    },
    243: {
      where: "Troubleshooting",
      text: "`systemctl status`, `journalctl --user -u`, `systemctl cat | grep PATH` and daemon-reload find the cause.",
    },
    244: {
      where: "Related",
      text: "The fix also repairs the dashboard's button and podman-compose.",
      outOfReach: "The dashboard is not available.",
    },
    245: {
      where: "Optional 1",
      text: "Log at boot which newuidmap is found.",
    },
    246: {
      where: "Optional 2",
      text: "Health checks are tried again.",
      test: "twin/ai-stack/startup.test.ts",
    },
    247: {
      where: "Optional 3",
      text: "An ExecStartPre checks for /run/wrappers/bin.",
      open: "A line ExecStartPre in the unit, seen red.",
    },
    248: {
      where: "Conclusion",
      text: "Verified by a manual start.",
    },
    249: {
      where: "Conclusion",
      text: "Completely resolved by PATH.",
    },
  },
} as const satisfies SourceDocument;
