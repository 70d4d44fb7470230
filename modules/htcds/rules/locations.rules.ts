/** Where it happened: a place of a classification, as a row of events or of organisations, and back. */
import { isCode, list } from '../../reference-lists';
import { type Cells, cellsOf } from '../htcds-record.types';

export interface HtcdsLocation {
  readonly country: string | null;
  readonly region: string | null;
  readonly town: string | null;
}
export const NOWHERE_KNOWN: HtcdsLocation = { country: null, region: null, town: null };

const isCountry = (code: string | null): code is string => isCode('nationalities', code);

/** Regions of Morocco by their codes of ISO 3166-2. */
const subdivision = (region: string | null): string | null => (region ? `MA-${region}` : null);

/** HTCDS has no value for "not known" and "not answered": such a place has no row. */
export function eventOf(
  type: 'Recruitment' | 'Transit' | 'Exploitation',
  place: HtcdsLocation,
): Cells[] {
  if (!isCountry(place.country)) return [];
  return [
    cellsOf({
      hte_City: place.town,
      hte_Country: place.country,
      hte_State: subdivision(place.region),
      hte_Type: type,
    }),
  ];
}

/** The place as a row of organisations, for the lookups of the victim's context. */
export function locationOf(place: HtcdsLocation): Cells | null {
  if (!isCountry(place.country)) return null;
  const parts = [place.town, subdivision(place.region) ?? place.country];
  return cellsOf({
    org_Name: parts.filter((part) => part !== null).join(', '),
    org_ShippingCity: place.town,
    org_ShippingCountry: place.country,
    org_ShippingState: subdivision(place.region),
  });
}

const REGIONS = new Map(
  list('regions').items.flatMap(({ code, labels }) => [
    ...[code, `MA-${code}`].map((text) => [text, code] as const),
    ...Object.values(labels).map((label) => [label.toLowerCase(), code] as const),
  ]),
);

const TOWN = 100;

function placeOf(country = '', state = '', city = ''): HtcdsLocation {
  if (!isCountry(country)) return NOWHERE_KNOWN;
  const known = REGIONS.get(state) ?? REGIONS.get(state.toLowerCase()) ?? null;
  const region =
    country === 'MA' && isCode('regions', known) && /^\d\d$/.test(known!) ? known : null;
  return { country, region, town: city === '' || city.length > TOWN ? null : city };
}

export const placeOfEvent = (event: Cells): HtcdsLocation =>
  placeOf(event.hte_Country, event.hte_State, event.hte_City);

export const placeOfLocation = (organisation: Cells | undefined): HtcdsLocation =>
  placeOf(
    organisation?.org_ShippingCountry,
    organisation?.org_ShippingState,
    organisation?.org_ShippingCity,
  );

/** As registration keeps it. */
export const regionOf = ({ country, region }: HtcdsLocation): string | null =>
  country === null ? null : country === 'MA' ? (region ?? 'unknown') : 'abroad';

/** Beyond where it was: a day, a street, a description. */
export const hasMoreThanLocation = (event: Cells): boolean =>
  Object.keys(event).some(
    (field) => !['hte_City', 'hte_Country', 'hte_State', 'hte_Type'].includes(field),
  );
