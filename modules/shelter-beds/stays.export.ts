/** Stays as a table that is taken out: from when until when, how many nights, in which kind of bed; of a house its region and kind alone. */
import { dayOrMonth, type ExportColumn, type ExportList, wordsUnder } from '../exports';
import { isCivilDate } from '../platform/shared/nights.rules';
import { BED_KINDS, SHELTER_KINDS } from './beds.data';
import { regionWords } from './region.words';

const NIGHTS =
  'greatest(least(coalesce(upper(b.nights), mawa_tonight()), mawa_tonight()) - lower(b.nights), 0)';

const COLUMNS: readonly ExportColumn[] = [
  {
    key: 'first_night',
    label: 'stays:out.first_night',
    hxl: '#date+start',
    ...dayOrMonth('lower(b.nights)'),
  },
  {
    key: 'left',
    label: 'stays:out.left',
    hxl: '#date+end',
    ...dayOrMonth(`CASE WHEN b.state = 'ended' THEN upper(b.nights) END`),
  },
  {
    key: 'nights',
    label: 'stays:out.nights',
    hxl: '#output+nights+num',
    kind: 'number',
    sql: NIGHTS,
  },
  {
    key: 'region',
    label: 'beds:out.region',
    hxl: '#adm1',
    kind: 'code',
    sql: 's.region',
    words: regionWords,
  },
  {
    key: 'house',
    label: 'beds:out.house',
    hxl: '#loc+type',
    kind: 'code',
    sql: 'f.kind',
    words: wordsUnder(SHELTER_KINDS, 'beds:shelter_kind'),
  },
  {
    key: 'bed',
    label: 'beds:out.bed',
    hxl: '#item+type',
    kind: 'code',
    sql: 'd.kind',
    words: wordsUnder(BED_KINDS, 'beds:bed_kind'),
  },
  {
    key: 'outcome',
    label: 'stays:out.outcome',
    hxl: '#status',
    kind: 'code',
    sql: `CASE WHEN b.state = 'stay' THEN 'here' ELSE coalesce(b.outcome, 'left') END`,
    words: wordsUnder(['here', 'left', 'moved'], 'stays:out.outcomes'),
  },
];

/** The nights that have been slept: what is held or promised is nobody's stay yet. */
export const STAYS_EXPORT: ExportList = {
  key: 'stays',
  title: 'stays:out.title',
  class: 'case_list',
  parts: ['facts', 'care'],
  permission: 'beds:board',
  filters: ['from', 'until'],
  caseId: 'bp.case_id',
  person: 'coalesce(c.merged_into, c.id)',
  columns: () => COLUMNS,
  source: (_tx, { from, until }) => ({
    from: `booking_people bp JOIN bookings b ON b.id = bp.booking_id JOIN cases c ON c.id = bp.case_id
      JOIN beds d ON d.id = b.bed_id JOIN shelters s ON s.id = b.shelter_id
      LEFT JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> lower(b.nights)`,
    where: `b.state IN ('stay', 'ended') AND ($1::date IS NULL OR upper(b.nights) IS NULL OR upper(b.nights) > $1)
      AND ($2::date IS NULL OR lower(b.nights) <= $2)`,
    params: [isCivilDate(from) ? from : null, isCivilDate(until) ? until : null],
    order: 'lower(b.nights), bp.booking_id',
  }),
};
