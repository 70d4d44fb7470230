/** What the programme is measured by: indicators with their targets, their counts and the people served. */
export { Indicators } from './indicators.service';
export { type IndicatorOfPeriod, indicatorsOfPeriod } from './indicators-of-period.queries';
export { type IndicatorsOverTime, indicatorsOverTime } from './indicators-over-time.queries';
export { type IndicatorRow, indicatorsIn } from './indicators.queries';
export { IndicatorsModule } from './indicators.module';
export { SERVED } from './people-served/people-served.facts';
export {
  type PeopleServed,
  peopleServed,
  SEX_COLUMNS,
} from './people-served/people-served.figures';
