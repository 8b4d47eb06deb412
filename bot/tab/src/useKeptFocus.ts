/** After an action the button that was pressed may be gone; the focus then goes to what took its place in the same row. */
import { type RefObject, useEffect, useRef } from 'react';

const LOOK_AGAIN_MS = 50;
/** A dialog fades away in far less. */
const MOST_LOOKS = 20;

export function useKeptFocus(row: RefObject<HTMLElement | null>, busy: boolean): void {
  const wasBusy = useRef(false);
  useEffect(() => {
    const done = wasBusy.current && !busy;
    wasBusy.current = busy;
    if (!done) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (looks: number) => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) focusIn(row.current);
      // The dialog that asked is still there, and takes the focus with it when it goes. A person who has moved on is left alone.
      else if (focused.closest('[role=dialog]') !== null && looks < MOST_LOOKS) timer = setTimeout(() => look(looks + 1), LOOK_AGAIN_MS);
    };
    look(1);
    return () => clearTimeout(timer);
  }, [busy, row]);
}

function focusIn(row: HTMLElement | null): void {
  if (row !== null) (row.querySelector<HTMLElement>('button, a[href]') ?? row).focus();
}
