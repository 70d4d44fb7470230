/**
 * How long one person would take for what a journey does, in seconds: the keystroke-level model of Card, Moran and Newell
 * (Communications of the ACM 23(7), 1980) for somebody who types no faster than most, and time to read what is new.
 */
export class KeystrokeTime {
  private static readonly KEY = 0.28;
  private static readonly POINT_AND_CLICK = 1.3;
  private static readonly THINK = 1.35;
  /** Not of the model: a page that was never seen is read, any other is recognised. */
  private static readonly READ_PAGE = 10;

  private readonly seen = new Set<string>();
  private total = 0;

  get minutes(): number {
    return this.total / 60;
  }

  page(address: string): void {
    const page = new URL(address).pathname.replaceAll(/[\da-f-]{36}|[\w-]{43}/g, '');
    this.total += this.seen.has(page) ? KeystrokeTime.THINK : KeystrokeTime.READ_PAGE;
    this.seen.add(page);
  }

  click(): void {
    this.total += KeystrokeTime.THINK + KeystrokeTime.POINT_AND_CLICK;
  }

  type(text: string): void {
    this.click();
    this.total += text.length * KeystrokeTime.KEY;
  }
}
