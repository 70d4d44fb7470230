/** The first page as its reader sees it: figures by label, rows by title, sentences. */
import type { SignedIn } from '../support/app';

export interface ShownPanel {
  readonly key: string;
  readonly html: string;
  readonly figures: readonly {
    readonly label: string;
    readonly value: string;
    readonly path: string;
  }[];
  readonly rows: readonly string[];
}

const plain = (html: string): string =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();

export async function homeOf(reader: SignedIn): Promise<{ text: string; panels: ShownPanel[] }> {
  const { text } = await reader.get('/').expect(200);
  const parts = text.split('<section class="home-panel" id="panel-').slice(1);
  return { text, panels: parts.map(panelOf) };
}

export async function panel(reader: SignedIn, key: string): Promise<ShownPanel | undefined> {
  return (await homeOf(reader)).panels.find((one) => one.key === key);
}

function panelOf(part: string): ShownPanel {
  const html = part.slice(0, part.indexOf('</section>'));
  const figures = [
    ...html.matchAll(
      /<a class="home-figure[^"]*" href="([^"]*)"><b>([\s\S]*?)<\/b> <span>([\s\S]*?)<\/span>/g,
    ),
  ];
  return {
    key: part.slice(0, part.indexOf('"')),
    html,
    figures: figures.map(([, path, value, label]) => ({
      label: plain(label!),
      value: plain(value!),
      path: plain(path!),
    })),
    rows: [...html.matchAll(/<ul class="home-rows">([\s\S]*?)<\/ul>/g)].flatMap(([, list]) =>
      [...list!.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, row]) => plain(row!)),
    ),
  };
}

export const valuesOf = (one: ShownPanel | undefined): Record<string, string> =>
  Object.fromEntries((one?.figures ?? []).map(({ label, value }) => [label, value]));

/** Each link of a panel leads to a page that its reader may open. */
export async function linksOpen(reader: SignedIn, { html }: ShownPanel): Promise<void> {
  const paths = [...html.matchAll(/href="([^"]+)"/g)].map(([, path]) => plain(path!));
  expect(paths.length).toBeGreaterThan(0);
  for (const path of new Set(paths)) await reader.get(path.split('#')[0]!).expect(200);
}
