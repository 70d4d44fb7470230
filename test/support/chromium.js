/** Finds and starts the Chromium in which journeys and drills look at pages. */
const { accessSync, constants } = require('node:fs');
const { delimiter, join } = require('node:path');
const { chromium } = require('playwright-core');

/** The one without windows first: the same engine with a third less processor time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** CHROMIUM_PATH where it is set, else the first Chromium of the machine; never a silent skip. */
function findChromium() {
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
    'Pages are looked at in a browser, and none was found. Install Chromium (on Debian: apt-get install ' +
      'chromium-headless-shell), or set CHROMIUM_PATH to the program of a Chromium or Chrome.',
  );
}

exports.launchChromium = () =>
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
