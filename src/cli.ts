import 'reflect-metadata';
import { runCommandLine } from './cli/run-command-line';

// Whoever reads only the first lines of an answer (`| head`) has them.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
void runCommandLine();
