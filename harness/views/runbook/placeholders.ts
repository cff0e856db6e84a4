/** What differs from one run of a command to the next, and the word that a page has in its place. */
const changing: readonly (readonly [RegExp, string])[] = [
  // 2026-11-27T10:24:18.123Z, 2026-11-27 10:11:05.065 UTC
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2})\b)?/g, "<time>"],
  // As ls --time-style=long-iso
  [/\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}\b(?!:)/g, "<time>"],
  // Nov 27 10:24:18, Fri Nov 27 10:24:18 UTC 2026, as ls: Nov 27 10:09
  [
    /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d{2}:\d{2}(?::\d{2})?(?: [A-Z]{3,4}(?= \d{4}))?(?: \d{4}\b(?!-))?/g,
    "<time>",
  ],
  [/\b\d{2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g, "<time>"],
  // dig's, before what looks like an id
  [/(?<=; COOKIE: )[0-9a-f]+(?: \(.*\))?/g, "<cookie>"],
  // A container, an image, a layer: 12 or 64 hexadecimal digits with a letter and a digit in them.
  [/(?<!sha256:|[-\w/]@)\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b/g, "<id>"],
  [/(?<=\bsha256:)[0-9a-f]{12,}\b/g, "<id>"],
  [/(?<=container_images_(?:oci|storage))\d+/g, "<id>"],
  // dig
  [/(?<=->>HEADER<<-.*\bid: )\d+/g, "<id>"],
  [/(?<=;; Query time: )\d+/g, "<n>"],
  [/(?<=^;; WHEN: ).*$/gm, "<time>"],
  // named
  [/(?<=\bkeyid=)\d+/g, "<id>"],
  [/(?<=^\S+\.\s+)\d+(?=\s+IN\s)/gm, "<ttl>"],
  // Processes
  [/(?<=\b(?:pid|PID|process|Process|target|conmon)[ =:]+)\d+\b/g, "<pid>"],
  [/(?<=\bnew[ug]idmap )\d+(?= )/g, "<pid>"],
  [/(?<=\b(?:fd)=)\d+/g, "<n>"],
  [/(?<=\w\[)\d+(?=\]:? )/g, "<pid>"],
  // The port of the side that asks.
  [/(?<=(?:\d{1,3}\.){3}\d{1,3}:)\d{5}(?=->)/g, "<port>"],
  // How long something took, or is up.
  [/(?<![-.\w])\d+(?:\.\d+)?(?= ?(?:ms|msec|milliseconds|[µu]s)\b)/g, "<n>"],
  [/(?<=\b(?:after|in|took|for) )\d+\.\d+(?= ?s\b)/g, "<n>"],
  [
    /(?<=\b(?:Up|Exited \(\d+\)|Created|Initialized) )(?:About an? |Less than an? )?(?:\d+ )?(?:seconds?|minutes?|hours?)(?= ago|\b)/g,
    "<time>",
  ],
];

/** The text with a word in place of each id, time, process number, cookie and port that the next drill prints otherwise. */
export const withPlaceholders = (text: string): string =>
  changing.reduce((sum, [pattern, word]) => sum.replaceAll(pattern, word), text);
