/** The office a person looked at last, remembered on this device. */
import type { Office } from './api/model';

const KEY = 'office-booker.office.1';

export interface Memory {
  read(): string | null;
  write(office: string): void;
}

/** Storage may be forbidden, as in a frame of another site with third-party storage switched off: then nothing is remembered. */
export function memoryIn(page: Window): Memory {
  return {
    read() {
      try {
        return page.localStorage.getItem(KEY);
      } catch {
        return null;
      }
    },
    write(office) {
      try {
        page.localStorage.setItem(KEY, office);
      } catch {
        return;
      }
    },
  };
}

/** The office that the page's address names, as the links that the bot unfolds do: `/?office=london`. */
export function officeNamedIn(page: Window): string | null {
  return new URLSearchParams(page.location.search).get('office');
}

/** The first of the wanted offices that still exists, or else the first there is. */
export function officeToShow(offices: readonly Office[], ...wanted: readonly (string | null)[]): Office | undefined {
  const found = wanted.map((id) => offices.find((office) => office.id === id)).find((office) => office !== undefined);
  return found ?? offices[0];
}
