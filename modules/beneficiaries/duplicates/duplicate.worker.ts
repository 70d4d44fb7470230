/** Worker thread: decrypts all names and compares them, off the event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { findDuplicates, type FinderWork } from './find-duplicates.rules';

parentPort!.postMessage(findDuplicates(workerData as FinderWork));
