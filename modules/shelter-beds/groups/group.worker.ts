/** Plans a group far from the event loop: the solver takes a core for itself. */
import { parentPort, workerData } from 'node:worker_threads';
import { planGroup, type PlanLimits } from './plan-group.rules';
import { openSolver } from './solver.service';
import type { Group } from './group.types';

const { group, limits } = workerData as { group: Group; limits: PlanLimits };
void openSolver().then((solve) => parentPort!.postMessage(planGroup(group, solve, limits)));
