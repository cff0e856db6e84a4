import { programs } from "./programs.ts";
import type { ProvisionItem } from "./provision-items.ts";
import { serviceImage } from "./provision-rift.ts";
import { type Service, serviceOf } from "./service-words.ts";
import { service as componentOf } from "./services.ts";

/**
 * The service releases with release 1.7 of the shared library are not known; here each is the one before that of the
 * definition.
 */
const oldTags = { "mcr-api": "v1.2.0", "metacrypt-api": "v1.3.0" };

/** The service in a release that exits when it cannot set the mode of its database. */
export const onLibrary17 = (name: keyof typeof oldTags): Service => {
  const component = componentOf(name);
  return serviceOf({ ...component, image: component.image.replace(/[^:]*$/, oldTags[name]) });
};

/** The images of the current releases, for a machine whose services run old ones. */
export const todaysRelease = (names: readonly (keyof typeof oldTags)[]): readonly ProvisionItem[] =>
  names.map(componentOf).flatMap((component) => {
    const program = programs[component.service];
    if (program === undefined) throw new RangeError(`the twin has no program for ${component.name}`);
    return serviceImage(component, program);
  });
