/** The signed-in part: reads who I am and which offices there are, then shows the view that the address names. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Api } from '../api';
import type { Me, Office } from '../api/model';
import type { Host } from '../host';
import { useNavigation } from '../route';
import { type Session, SessionContext, useLanguage } from '../session';
import { useLoaded } from '../useLoaded';
import { Announcer } from './Announcer';
import { Home } from './Home';
import { Loading } from './Loading';
import { PassView } from './PassView';
import { Trouble } from './Trouble';

interface RoomsProps {
  readonly host: Host;
  apiFor(host: Host): Api;
  now(): Date;
  newAsk(): string;
}

export function Rooms({ host, apiFor, now, newAsk }: RoomsProps) {
  const api = useMemo(() => apiFor(host), [apiFor, host]);
  const me = useLoaded<Me>('me', api.me);
  const offices = useLoaded<readonly Office[]>('offices', api.offices);
  const { words, dates } = useLanguage();
  const { route, moved, go } = useNavigation();
  const [said, setSaid] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);

  const session = useMemo<Session | null>(() => {
    if (me.value === null || offices.value === null) return null;
    const reloadOffices = () => void offices.reload();
    const reloadMe = () => void me.reload();
    return { words, dates, host, api, me: me.value, offices: offices.value, reloadOffices, reloadMe, now, newAsk, announce, go };
  }, [words, dates, host, api, me.value, me.reload, offices.value, offices.reload, now, newAsk, announce, go]);

  const title = route.view === 'pass' ? words.passTitle : words.product;
  useEffect(() => {
    document.title = title;
  }, [title]);

  if (session === null) {
    const fault = me.fault ?? offices.fault;
    if (fault === null) return <Loading />;
    const again = () => void Promise.all([me.reload(), offices.reload()]);
    return <Trouble fault={fault} onTryAgain={again} {...(host.signIn ? { onSignIn: host.signIn } : {})} whole />;
  }
  return (
    <SessionContext.Provider value={session}>
      {route.view === 'home' ? <Home focusHeading={moved} /> : <PassView key={route.booking} id={route.booking} focusHeading={moved} />}
      <Announcer text={said.text} turn={said.turn} />
    </SessionContext.Provider>
  );
}
