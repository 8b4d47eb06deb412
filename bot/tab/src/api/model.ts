/** The service's words as types, named once; all of them come from the generated contract. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Config = Schemas['ConfigView'];
export type Me = Schemas['MeView'];
export type Office = Schemas['OfficeView'];
export type OfficePage = Schemas['OfficesView'];
export type OfficeDays = Schemas['DaysView'];
export type Week = Schemas['WeekView'];
export type OfficeDay = Schemas['DayView'];
export type Refusal = Schemas['RefusalView'];
export type Booking = Schemas['BookingView'];
export type BookingPage = Schemas['BookingsView'];
/** A wish of the person's own; booking for somebody else is not done here. */
export type Ask = Omit<Schemas['NewBooking'], 'person'>;
/** The same: only for oneself. */
export type WaitAsk = Omit<Schemas['NewWait'], 'person'>;
export type Waiting = Schemas['WaitingView'];
export type Problem = Schemas['Problem'];
