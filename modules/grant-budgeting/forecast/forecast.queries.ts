import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { budgetsOfToday, type BudgetToday } from '../budget.queries';
import type { LocalisedName } from '../grants/grant-definition.types';
import { sumOf, written } from '../money.rules';
import { planOf, type PlanCells } from '../plan/plan.queries';
import type { BroughtIn } from '../openings/opening.queries';
import { grantQuarters, plannedAhead, type GrantQuarter } from '../plan/plan.rules';
import { BookedAhead } from './booked-ahead.service';
import {
  alertsOf,
  forecastOf,
  monthsOf,
  paceState,
  sumForecasts,
  type Alert,
  type Forecast,
  type PaceState,
  type Thresholds,
  type ElapsedTime,
} from './forecast.rules';
import { pricedNights } from './priced-nights.queries';

export interface ForecastLine extends Forecast {
  readonly lineId: string;
  readonly code: string;
  readonly name: LocalisedName;
  readonly paceState: PaceState;
  readonly nightsAhead: number | null;
  readonly alerts: readonly Alert[];
  readonly planned: readonly string[];
  readonly actual: readonly string[];
}

export interface GrantForecast {
  readonly grantId: string;
  readonly code: string;
  readonly currency: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly today: CivilDate;
  readonly elapsed: number;
  readonly monthsPassed: string;
  readonly monthsTotal: string;
  readonly thresholds: Thresholds & { readonly openStayNights: number };
  readonly quarters: readonly GrantQuarter[];
  /** Of the direct costs: all lines together. */
  readonly total: Forecast &
    Pick<PlanCells, 'planned' | 'actual'> & { readonly paceState: PaceState };
  readonly lines: readonly ForecastLine[];
  /** Nights that are booked and have no price, or no rate. */
  readonly nightsWithoutPrice: number;
  /** What of the spent amounts was spent before Mawa. */
  readonly broughtIn: BroughtIn | null;
}

const THRESHOLDS = `
  SELECT mawa_setting('forecast_pace_low')::text AS "paceLow", mawa_setting('forecast_pace_high')::text AS "paceHigh",
         mawa_setting('forecast_alert_after')::text AS "alertAfter", mawa_setting('forecast_underspend_share')::text AS "underspendShare",
         mawa_setting('forecast_runs_out_months')::text AS "runsOutMonths", mawa_setting('forecast_open_stay_nights')::int AS "openStayNights"`;

/** What each line will have cost when its grant ends, by several methods, and the few things worth saying. */
@Injectable()
export class Forecasts {
  constructor(
    private readonly transactions: Transactions,
    private readonly booked: BookedAhead,
  ) {}

  today(actor: Actor): Promise<{ grants: GrantForecast[] }> {
    return this.transactions.run(actor, async (tx) => ({
      grants: await this.ofBudgets(tx, await budgetsOfToday(tx)),
    }));
  }

  async ofBudgets(tx: Tx, budgets: readonly BudgetToday[]): Promise<GrantForecast[]> {
    const [thresholds] = await tx.query<GrantForecast['thresholds']>(THRESHOLDS);
    const grants: GrantForecast[] = [];
    for (const budget of budgets) grants.push(await this.forecastIn(tx, budget, thresholds!));
    return grants;
  }

  private async forecastIn(
    tx: Tx,
    budget: BudgetToday,
    thresholds: GrantForecast['thresholds'],
  ): Promise<GrantForecast> {
    const { grant, grantId, today, elapsed } = budget;
    const { startsOn, endsOn } = grant;
    const plan = await planOf(tx, budget);
    const own = grantQuarters(startsOn, endsOn);
    const nights = await this.booked.nights(tx, {
      from: startsOn,
      until: addDays(endsOn, 1),
      openStayNights: thresholds.openStayNights,
    });
    const { byLine, withoutPrice } = await pricedNights(tx, grantId, nights);
    const time = timeOf(startsOn, endsOn, today, elapsed);
    const lines = budget.lines.map((line, at): ForecastLine => {
      const { planned, actual } = plan.lines[at]!;
      const ahead = byLine.get(line.lineId);
      const forecast = forecastOf(
        {
          budget: line.budgeted,
          spent: line.spentToDate,
          committed: line.committedToDate,
          unfunded: line.unfundedToDate,
          bookedAhead: ahead?.amount ?? null,
          plannedAhead: written(plannedAhead(planned.slice(0, own.length), own, today)),
        },
        time,
      );
      return {
        lineId: line.lineId,
        code: line.code,
        name: line.name,
        planned,
        actual,
        ...forecast,
        paceState: paceState(forecast.pace, thresholds),
        nightsAhead: ahead?.nights ?? null,
        alerts: alertsOf(forecast, time, thresholds, startsOn),
      };
    });
    const total = sumForecasts(lines, time);
    const count = plan.quarters.length;
    const summed = (of: 'planned' | 'actual') =>
      Array.from({ length: count }, (_, at) =>
        written(sumOf(plan.lines.map((line) => line[of][at]!))),
      );
    return {
      grantId,
      code: grant.code,
      currency: grant.currency,
      startsOn,
      endsOn,
      today,
      elapsed,
      monthsPassed: time.monthsPassed.toFixed(2),
      monthsTotal: time.monthsTotal.toFixed(2),
      thresholds,
      quarters: plan.quarters,
      lines,
      nightsWithoutPrice: withoutPrice,
      broughtIn: budget.broughtIn,
      total: {
        ...total,
        paceState: paceState(total.pace, thresholds),
        planned: summed('planned'),
        actual: summed('actual'),
      },
    };
  }
}

function timeOf(
  startsOn: CivilDate,
  endsOn: CivilDate,
  today: CivilDate,
  elapsed: number,
): ElapsedTime {
  const until = today < endsOn ? today : endsOn;
  return {
    monthsPassed: monthsOf(startsOn, until),
    monthsTotal: monthsOf(startsOn, endsOn),
    elapsed,
  };
}
