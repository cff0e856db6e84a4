/** In the environment of a part of `npm test` that began when the part `images` of the same run had passed. */
export const imagesBuiltName = "DRILLBOOK_TEST_IMAGES_BUILT";

/** Whether the images that the tests need were built, or found whole, a moment ago. */
export const areImagesBuilt = (): boolean => process.env[imagesBuiltName] === "yes";
