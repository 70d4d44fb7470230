import { LANGUAGES, type Language } from './actor';

/** Names of an organisation, shelter or room by language; its default name is used for missing languages. */
export type LocalNames = Readonly<Partial<Record<Language, string>>>;

/** As kept: without spaces around, null where there is none. */
export function localNames(given: LocalNames | null | undefined): LocalNames | null {
  const names = LANGUAGES.flatMap((language) => {
    const name = given?.[language]?.trim();
    return name ? [[language, name] as const] : [];
  });
  return names.length > 0 ? Object.fromEntries(names) : null;
}

/** Values of the fields `names.fr`, `names.ar` and `names.en` of a form. */
export const namesFields = (names: LocalNames | null): Record<string, string> =>
  Object.fromEntries(LANGUAGES.map((language) => [`names.${language}`, names?.[language] ?? '']));

/** All by which it may be searched. */
export const everyName = (name: string, names: LocalNames | null): string[] => [
  name,
  ...Object.values(names ?? {}),
];
