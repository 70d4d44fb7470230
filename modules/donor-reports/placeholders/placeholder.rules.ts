/** Figures named in a text: `{people.served}` becomes the figure that the reader of that version sees. */

/** A name of a figure: `people.served`, or its place: `services-by-type/psy/given`. */
const PLACEHOLDER = /\{([a-z][a-z0-9._/+-]{0,119})\}/gi;

export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name!)),
];

/** Unknown names are left as written, so that authors notice them. */
export const filled = (text: string, figures: ReadonlyMap<string, string>): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => figures.get(name) ?? whole);
