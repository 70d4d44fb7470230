/** The departures of a day or of the days ahead as a table that leaves: no name, no number, no contact. */
import { type ExportColumn, type ExportList, wordsUnder } from '../exports';
import { list } from '../reference-lists';
import { validateDto } from '../platform/web/validation';
import { DeparturesDto } from './dto/journey.dto';
import { ESCORTS, JOURNEY_NEEDS, MODES } from './journey.rules';
import { DEPARTING, LAST_JOURNEY } from './journeys.queries';

const FIRST_LEG = 'FROM return_legs l WHERE l.journey_id = j.id AND l.leg = 1';

const COLUMNS: readonly ExportColumn[] = [
  // The day of a journey is what the list is for: it leaves as a day.
  {
    key: 'leaves',
    label: 'returns:out.leaves',
    hxl: '#date+start',
    kind: 'day',
    sql: 'j.leaves_on',
  },
  {
    key: 'time',
    label: 'returns:out.time',
    hxl: '#date+start+time',
    kind: 'text',
    sql: `(SELECT l.leaves_at ${FIRST_LEG})`,
  },
  {
    key: 'mode',
    label: 'returns:field.mode',
    hxl: '#modality+type',
    kind: 'code',
    sql: `(SELECT l.mode ${FIRST_LEG})`,
    words: wordsUnder(MODES, 'returns:mode'),
  },
  {
    key: 'country',
    label: 'returns:field.country',
    hxl: '#country+dest',
    kind: 'code',
    sql: 't.country',
    words: () => new Map(list('nationalities').items.map(({ code, labels }) => [code, labels])),
  },
  {
    key: 'legs',
    label: 'returns:out.legs',
    hxl: '#item+num',
    kind: 'number',
    sql: '(SELECT count(*) FROM return_legs l WHERE l.journey_id = j.id)',
  },
  {
    key: 'escort',
    label: 'returns:field.escort',
    hxl: '#service+escort',
    kind: 'code',
    sql: 'j.escort',
    words: wordsUnder(ESCORTS, 'returns:escort'),
  },
  {
    key: 'needs',
    label: 'returns:field.needs',
    hxl: '#need',
    kind: 'codes',
    sql: 'j.needs',
    words: wordsUnder(JOURNEY_NEEDS, 'returns:journey_need'),
  },
];

export const DEPARTURES_EXPORT: ExportList = {
  key: 'departures',
  title: 'returns:out.title',
  class: 'case_list',
  parts: ['facts', 'care'],
  permission: 'returns:read',
  filters: ['on'],
  caseId: 'j.case_id',
  person: 'coalesce(c.merged_into, c.id)',
  columns: () => COLUMNS,
  source: async (tx, filters) => {
    const { on } = await validateDto(DeparturesDto, { ...filters });
    return {
      from: DEPARTING,
      where: `${LAST_JOURNEY} AND j.leaves_on >= $1::date AND ($2::date IS NULL OR j.leaves_on = $2)`,
      params: [on ?? tx.today, on ?? null],
      order: 'j.leaves_on, j.id',
    };
  },
};
