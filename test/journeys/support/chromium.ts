import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** CHROMIUM_PATH where it is set, else the first Chromium of the machine; never a silent skip. */
export function findChromium(): string {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) {
    if (runs(wished)) return wished;
    throw new Error(`CHROMIUM_PATH says ${wished}, but no program can be started there.`);
  }
  const folders = new Set([...FOLDERS, ...(process.env.PATH ?? '').split(delimiter)]);
  for (const name of NAMES) {
    for (const folder of folders) if (runs(join(folder, name))) return join(folder, name);
  }
  throw new Error(
    'The journeys need a browser and found none. Install Chromium (on Debian: apt-get install ' +
      'chromium), or set CHROMIUM_PATH to the program of a Chromium or Chrome.',
  );
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
