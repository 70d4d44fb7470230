/** Definitions of reports that the programme begins with; each says how far it was held against its source. */
import { AGENCIES } from './agencies';
import { DONOR } from './donor';
import { NATIONAL } from './national';
import type { SeededDefinition } from './writing';

export const REPORT_DEFINITIONS: readonly SeededDefinition[] = [...AGENCIES, ...DONOR, ...NATIONAL];
export type { SeededDefinition } from './writing';
