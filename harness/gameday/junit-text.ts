import { type Element, xmlOf } from "../views/xml.ts";

export type TestCase = {
  readonly className: string;
  readonly name: string;
  readonly ms: number;
  /** `failure`: an assertion did not hold; `error`: the drill could not evaluate it. */
  readonly trouble?: {
    readonly kind: "failure" | "error" | "skipped";
    readonly message: string;
    readonly text: string;
  };
};

export type TestSuite = {
  readonly name: string;
  readonly cases: readonly TestCase[];
  /** From its beginning to its end. @default the sum of its cases */
  readonly ms?: number;
  /** Milliseconds since 1970. @default none */
  readonly beganAtMs?: number;
  readonly properties?: Readonly<Record<string, string>>;
};

/** Suites as JUnit XML, with totals that are the sums of the suites. */
export const junitText = (name: string, suites: readonly TestSuite[]): string => {
  const elements = suites.map(suiteElement);
  const totals = Object.fromEntries(
    ["tests", "failures", "errors", "skipped"].map((key) => [
      key,
      elements.reduce((sum, { attributes }) => sum + Number(attributes[key]), 0),
    ]),
  );
  const time = inSeconds(suites.reduce((sum, one) => sum + lengthOf(one), 0));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOf({
    name: "testsuites",
    attributes: { name, ...totals, time },
    children: elements,
  })}`;
};

const lengthOf = ({ cases, ms }: TestSuite): number => ms ?? cases.reduce((sum, one) => sum + one.ms, 0);

const suiteElement = (suite: TestSuite): Element => {
  const { name, cases, beganAtMs, properties = {} } = suite;
  const count = (kind: string) => cases.filter(({ trouble }) => trouble?.kind === kind).length;
  return {
    name: "testsuite",
    attributes: {
      name,
      tests: cases.length,
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
      time: inSeconds(lengthOf(suite)),
      ...(beganAtMs === undefined ? {} : { timestamp: new Date(beganAtMs).toISOString() }),
    },
    children: [...propertiesElement(properties), ...cases.map(caseElement)],
  };
};

const propertiesElement = (properties: Readonly<Record<string, string>>): Element[] => {
  const children = Object.entries(properties).map(([name, value]) => ({
    name: "property",
    attributes: { name, value },
  }));
  return children.length === 0 ? [] : [{ name: "properties", attributes: {}, children }];
};

const caseElement = ({ className, name, ms, trouble }: TestCase): Element => ({
  name: "testcase",
  attributes: { classname: className, name, time: inSeconds(ms) },
  children: trouble
    ? [{ name: trouble.kind, attributes: { message: trouble.message }, text: trouble.text }]
    : [],
});

const inSeconds = (ms: number): string => (ms / 1000).toFixed(3);
