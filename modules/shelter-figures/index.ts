/** The figures of shelters over a period: occupancy, stays, exits, requests and turn-aways. */
export {
  type TurnAways as TurnAwayFigures,
  turnAwayFigures,
  houseFigures,
  type HouseFigures,
} from './house.figures';
export { ShelterFiguresModule } from './shelter-figures.module';
