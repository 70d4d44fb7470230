/** Which step of a training of officials follows which; never edited: another step is another migration. */
export const CAPACITY_TRANSITIONS: readonly (readonly [from: string, to: string])[] = [
  ['new', 'planned'],
  ['planned', 'held'],
  ['planned', 'called_off'],
];
