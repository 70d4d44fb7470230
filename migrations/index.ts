/** A new database is made by the baseline alone, which is the schema as its files have it now. */
export { Baseline1700000000001 as BASELINE } from './0001-baseline';
export { STEPS, type SchemaStep } from './steps';
