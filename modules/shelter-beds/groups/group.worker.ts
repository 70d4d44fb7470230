/** Plans a group far from the event loop: the solver takes a core for itself. */
import { parentPort, workerData } from 'node:worker_threads';
import { planGroup, type PlanLimits } from './plan-group';
import { openSolver } from './solver';
import type { Group } from './group.facts';

const { group, limits } = workerData as { group: Group; limits: PlanLimits };
void openSolver().then((solve) => parentPort!.postMessage(planGroup(group, solve, limits)));
