import { seedProgramme, type SeededProgramme } from '../../../src/demo/seed-programme';
import { PASSWORD, type TestApp } from '../../support/app';

/** Accounts, shelters, beds, grant and what a night costs; everybody has the tests' password. */
export const found = ({ app }: TestApp): Promise<SeededProgramme> =>
  seedProgramme(app, PASSWORD, '2026-01-01');

export const LEILA = 'leila@demo.mawa';
export const KARIM = 'karim@demo.mawa';
export const SAMIRA = 'samira@demo.mawa';
export const HOUDA = 'houda@demo.mawa';
export const OMAR = 'omar@demo.mawa';
export const NADIA = 'nadia@demo.mawa';
