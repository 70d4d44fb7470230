/** The first page after signing in: a port through which modules show what waits for a role. */
export { HomeModule } from './home.module';
export { HomePanels, type HomePanel } from './home-panels.service';
export {
  type DecisionSource,
  DecisionSources,
  nameByLanguage,
  type WaitingDecisions,
} from './decision-sources.service';
export type {
  HomeBar,
  HomeFigure,
  HomeList,
  HomePanelModel,
  HomeRow,
  HomeSection,
} from './home-panel.types';
