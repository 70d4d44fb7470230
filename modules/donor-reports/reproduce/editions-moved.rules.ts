/** Which editions of what shapes the files are others than when the report was frozen. */
export interface EditionMoved {
  /** Such as `templates` or `renderers.docx`. */
  readonly name: string;
  readonly kept: string | null;
  readonly today: string | null;
}

type Editions = Readonly<Record<string, unknown>>;

export function editionsMoved(kept: Editions, today: Editions): EditionMoved[] {
  const [then, now] = [flat(kept), flat(today)];
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  return names
    .filter((name) => then[name] !== now[name])
    .map((name) => ({ name, kept: then[name] ?? null, today: now[name] ?? null }));
}

/** Whether an edition determines the bytes of files; editions of lists only shape the document, which is frozen. */
export const shapesFiles = ({ name }: EditionMoved): boolean => !name.startsWith('lists.');

function flat(editions: Editions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(editions).flatMap(([name, value]): [string, string][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([part, edition]) => [`${name}.${part}`, String(edition)])
        : [[name, String(value)]],
    ),
  );
}
