/** HiGHS, loaded once: the linear programs by which hiding is planned. */
import loadHighs, { type Highs } from 'highs';

let loading: Promise<Highs> | undefined;

export const openSolver = (): Promise<Highs> => (loading ??= loadHighs());
