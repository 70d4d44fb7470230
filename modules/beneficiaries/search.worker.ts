/** Opens the names of many people and hears which are meant: off the event loop, then gone. */
import { parentPort, workerData } from 'node:worker_threads';
import { searchNames, type SearchWork } from './search-names.rules';

parentPort!.postMessage(searchNames(workerData as SearchWork));
