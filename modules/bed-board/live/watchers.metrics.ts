import { Gauge } from 'prom-client';
import { registry } from '../../platform/metrics';

export const boardsWatched = new Gauge({
  name: 'mawa_boards_watched',
  help: 'Bed boards that are open and receive changes from this process',
  registers: [registry],
});
