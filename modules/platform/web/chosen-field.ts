/**
 * A text field whose text matched several items is shown again with radio buttons: `<name>-choice` is the chosen item,
 * `<name>-asked` the text for which the choices were offered.
 */
const CHOICE = '-choice';
const ASKED = '-asked';

/** Replaces the text by the choice, unless the text was changed since; removes the two helper fields. */
export function withChosen(posted: Record<string, unknown>): Record<string, unknown> {
  const helping = (name: string) => name.endsWith(CHOICE) || name.endsWith(ASKED);
  const fields = Object.fromEntries(Object.entries(posted).filter(([name]) => !helping(name)));
  for (const [name, choice] of Object.entries(posted)) {
    if (!name.endsWith(CHOICE) || typeof choice !== 'string' || choice === '') continue;
    const field = name.slice(0, -CHOICE.length);
    const { [field]: typed = '', [`${field}${ASKED}`]: asked } = posted;
    if (Object.hasOwn(posted, field) && (typed === asked || typed === '')) fields[field] = choice;
  }
  return fields;
}
