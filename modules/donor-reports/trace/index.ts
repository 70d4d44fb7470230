/** From a figure of a report to its definition and to the rows that it was counted from. */
import { KeptReports } from './frozen-report.service';
import { TraceFigures } from './trace-figures.service';
import { TraceApiController, TracePagesController } from './trace.api.controller';

export const FIGURE_TRACE = {
  controllers: [TraceApiController, TracePagesController],
  providers: [KeptReports, TraceFigures],
};
