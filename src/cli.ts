import 'reflect-metadata';
import { runCommandLine } from './cli/run-command-line';

void runCommandLine();
