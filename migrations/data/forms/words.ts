/** Words and kinds of questions that the forms share. */
export interface ThreeLanguages {
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
}
export const w = (fr: string, ar: string, en: string): ThreeLanguages => ({ fr, ar, en });

export const yesNo = (id: string, label: ThreeLanguages, more: object = {}): object => ({
  id,
  kind: 'yes_no',
  label,
  ...more,
});

export const text = (id: string, label: ThreeLanguages, more: object = {}): object => ({
  id,
  kind: 'text',
  label,
  ...more,
});

export const one = (
  id: string,
  label: ThreeLanguages,
  options: readonly (readonly [code: string, label: ThreeLanguages])[],
  more: object = {},
): object => ({
  id,
  kind: 'one',
  label,
  options: options.map(([code, said]) => ({ code, label: said })),
  ...more,
});

export const several = (...[id, label, options, more = {}]: Parameters<typeof one>): object => ({
  ...one(id, label, options, more),
  kind: 'several',
});

export const PAINFUL = w(
  'Les questions qui suivent peuvent être douloureuses. Dites-le avant. La personne peut ne pas répondre, faire une pause ou arrêter ici.',
  'قد تكون الأسئلة التالية مؤلمة. يُقال ذلك قبل طرحها. يمكن عدم الجواب، أو أخذ استراحة، أو التوقف هنا.',
  'The next questions may be painful. Say so first. The person can leave them unanswered, pause, or stop here.',
);
