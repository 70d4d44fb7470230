import { openJobQueue, type QueueOptions } from '../../modules/platform/queue';

/** A listener that takes a job in hand and never lets go: it is there to be killed. */
const queue = openJobQueue(JSON.parse(process.argv[2]!) as QueueOptions);
void queue.listen(
  (_kind, id) => {
    process.stdout.write(`took ${id}\n`);
    return new Promise(() => undefined);
  },
  { concurrency: 1 },
);
setInterval(() => undefined, 1_000);
