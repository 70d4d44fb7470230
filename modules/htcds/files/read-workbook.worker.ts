/** Worker thread with limited memory: unpacks and reads one workbook, off the event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { readWorkbook } from './read-workbook.import';

void readWorkbook(workerData as Uint8Array).then((read) => parentPort!.postMessage(read));
