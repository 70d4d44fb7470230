import { Baseline1700000000001 } from './0001-baseline';

/** In order. Until version 0.1.0 is frozen there is the baseline alone, and its files are edited directly. */
export const MIGRATIONS = [Baseline1700000000001];
