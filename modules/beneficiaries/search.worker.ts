/** Worker thread: decrypts names and matches them phonetically, off the event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { searchNames, type SearchWork } from './search-names.rules';

parentPort!.postMessage(searchNames(workerData as SearchWork));
