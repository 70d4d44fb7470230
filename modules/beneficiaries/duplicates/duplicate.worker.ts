/** Opens everybody's names and compares: off the event loop, then gone. */
import { parentPort, workerData } from 'node:worker_threads';
import { findDuplicates, type FinderWork } from './find-duplicates.rules';

parentPort!.postMessage(findDuplicates(workerData as FinderWork));
