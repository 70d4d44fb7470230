import { SERVICE_TYPES } from '../../modules/assistance-services/catalogue.data';
import type { TableRows } from './insert-rows';

/** The kinds of service that a programme begins with, edition 2026-11. */
export const SERVICE_TYPE_ROWS: TableRows = [
  'service_types',
  SERVICE_TYPES.map(({ code, category, name, unit }) => ({
    code,
    category,
    name,
    unit,
    active: true,
  })),
];
