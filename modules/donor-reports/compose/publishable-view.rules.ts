/**
 * Rolling up before hiding: ages are merged as far as it takes for the table of people to be worth reading, and
 * a picture by sex that could only show hatching shows ages alone.
 */
import { isHidden, tablesOf, type DisclosedDocument } from '../../report-documents';
import { SEX_COLUMNS } from '../../indicators';
import { type AgeGrouping, PEOPLE_TABLE } from '../../disclosure';
import type { PeopleView } from './composer';

const ENOUGH = 0.4;

export async function choosePublishableView(
  ages: readonly AgeGrouping[],
  masked: (view: PeopleView) => Promise<DisclosedDocument>,
  inside: boolean,
): Promise<PeopleView> {
  const tried: { grouping: AgeGrouping; shown: number }[] = [];
  for (const grouping of ages) {
    const shown = shareShown(await masked({ ages: grouping, pictureBySex: true, inside }));
    tried.push({ grouping, shown });
    if (shown >= ENOUGH) break;
  }
  const best =
    tried.find(({ shown }) => shown >= ENOUGH) ??
    tried.reduce((one, other) => (other.shown > one.shown ? other : one));
  return { ages: best.grouping, pictureBySex: best.shown >= ENOUGH, inside };
}

/** Share of the cells by sex and age that are shown to the audience. */
function shareShown(document: DisclosedDocument): number {
  const table = tablesOf(document).find(({ key }) => key === PEOPLE_TABLE);
  const columns = SEX_COLUMNS.filter((sex) => table?.columns.some(({ key }) => key === sex));
  const cells = (table?.rows ?? []).flatMap((row) => columns.map((sex) => row.cells[sex]));
  return cells.length === 0 ? 1 : cells.filter((cell) => !isHidden(cell)).length / cells.length;
}
