"""English, as it is typed to a colleague: with abbreviations, without apostrophes, with far more politeness than is needed."""

from __future__ import annotations

from bot.chat.understand import english_days as days
from bot.chat.understand.vocabulary import Tag, Vocabulary

ENGLISH = Vocabulary(
    code="en",
    words={
        **days.WORDS,
        Tag.FILLER: """to know, know, find out, afraid, i 'm afraid, im afraid, change of plans, plans changed, plans have changed, my
            plans changed, my plans have changed, something came up, something has come up, something 's come up, lemme, put me, is
            that ok, is that okay, is that possible, would that work, does that work, if that works for you, that ok, something, let
            me, able, just, only, also, too, again, then, so, really, very, it, that, these, those, 'll, 'd, 's, 've, will, shall,
            going to, gonna, well, oh, ah, um, uh, hm, hmm, actually, basically, right, already, still, sure, definitely, certainly,
            there 's, another, other, both, same, do, does, help me, help me to, bot, office booker, booker, dear, quickly, quick,
            asap, as soon as possible, if possible, if you can, if you could, if that 's possible, if thats possible, if it 's
            possible, if its possible, if that works, if that 's ok, if that 's okay, if thats ok, if available, if free, if it 's
            free, if still free, if there 's space, if there is space, if there 's room, if there is room, if there 's a space, if
            there is a space, if there 's a desk, if there is a desk, if there 's a free desk, if there is a free desk, if there 's
            space left, if there is space left, if there 's still space, if there is still space, some, myself, under my name, in my
            name, in person, physically, by train, by bus, by bike, by tube, by public transport, on foot, let 's, lets, go ahead and,
            go ahead, make sure, no worries, no problem, no rush, no hurry, yes, yep, yeah, yup, sorry, apologies, unfortunately,
            sadly, oops, wait, with, w, plus a, including, incl, back, up, one more, more, needed, as planned, for work, btw, fyi,
            guys, mate, buddy, friend bot, for now, at the moment, currently, way, its, of mine, my way, somehow, somewhere, anyway,
            though, haha, lol, hehe, the date, date, dates, the day of, day of, the days, on the days""",
        Tag.PLEASE: """please, pls, plz, plse, pleas, kindly, if you please, would be great, would be nice, would be lovely, that
            would be great, that 'd be great, that would be nice, would you mind, much appreciated, would be good, that 's all, thats
            all""",
        Tag.GREETING: """hi, hello, hey, hey there, hi there, hello there, hiya, howdy, yo, greetings, good morning, good afternoon,
            good evening, good day, morning all, how are you, how are you doing, how 's it going, hows it going, what 's up, whats up,
            sup, hi all, hello team, hi team, nice to meet you, hope you are well, hope you 're well, hope all is well, good morning
            all""",
        Tag.THANKS: """thanks, thank you, thank you very much, thank you so much, many thanks, thanks a lot, thanks a bunch, thanks in
            advance, thank you in advance, thanks so much, thanks very much, thx, thnx, tnx, ty, tysm, ta, cheers, great, perfect,
            awesome, cool, nice, lovely, brilliant, excellent, wonderful, ok, okay, okey, kk, got it, fine, good, good job, well done,
            super, bye, goodbye, see you, see ya, never mind, nevermind, nvm, no thanks, no thank you, forget it, all good, you 're
            the best, you are the best, best regards, kind regards, regards, have a nice day, have a good day, have a great day, have
            a good one, sounds good, thank u, best, you rock""",
        Tag.OCCASION: """meeting, meetings, workshop, workshops, training, interview, interviews, lunch, dinner, standup, retro,
            planning, all hands, town hall, townhall, team day, team meeting, team lunch, team event, offsite, onboarding, visit,
            appointment, client visit, customer visit, client meeting, customer meeting, event, party, celebration, sprint, review,
            sprint review, sprint planning, demo, conference, presentation, breakfast, collaboration, kickoff, course, summit, social,
            drinks, board meeting, workshop day, project work""",
        Tag.BECAUSE: "because, cause, cuz, coz, due to, so i can, so that i can, in order to, as i, cos, bc",
        Tag.HELP: """help, commands, what can you do, what can you do for me, what can i do, what do you do, what can i say, what can
            i ask, what can i ask you, how does this work, how does it work, how do you work, menu, options, get started,
            instructions, faq, who are you, what are you, what is this, what 's this, manual, guide, support, i need help, how to,
            what do you understand, show help, start, what else can you do, what are my options, features, how do i use this, how do i
            use you, who made you, are you a bot, are you human, are you a human, what do you know, can you help, can you help me,
            could you help me, i need some help, help please""",
        Tag.HOW_TO: """how do i, how can i, how could i, how would i, how should i, how to book, how to cancel, how do you, how do we,
            where do i, where can i cancel, why, why can't i, how come, how does booking, how far in advance""",
        Tag.ME: "4 me, i, me, mine, for me, for myself, iam, im a",
        Tag.MY: "my",
        Tag.YOU: "you, u, ya, your",
        Tag.OTHERS: """he, she, they, we, us, him, her, them, our, his, their, hers, ours, boss, manager, colleague, coworker, guest,
            guests, visitor, visitors, friend, wife, husband, someone, somebody, someone else, somebody else, people, team, intern,
            both of us, all of us, the two of us, group, client, customer, son, daughter, dog""",
        Tag.COLLEAGUES: """with my team, with the team, to my team, to the team, from my team, from the team, colleagues, my
            colleagues, the others, others, coworkers, my coworkers, teammates, my teammates, everyone, everybody, other people, the
            whole team, the rest of the team, by name, publicly""",
        Tag.BOOK: """make booking, make bookings, book, reserve, sign me up, put me down, put me in, count me in, add me, book me,
            book me in, book in, register me, register, sign up, pencil me in, reserve me, make a booking, make me a booking, make a
            reservation, make me a reservation, create a booking, create a reservation, create booking, place a booking, reserving,
            save me, hold me, keep me, check me in, slot me in, fit me in, squeeze me in, pop me in, pop me down, get me in, add a
            booking, new booking, new reservation, a new booking, do a booking, i 'm booking, i am booking, want a booking, need a
            booking, like a booking, need a reservation, a booking please, grab me, snag me, schedule me, schedule me in, secure me,
            secure, pre book, prebook""",
        Tag.BOOKED: "booked, reserved, registered, signed up, booked in, signed up for, booked for",
        Tag.BOOKING: "booking, reservation, next booking, next reservation, current booking",
        Tag.BOOKINGS: """bookings, reservations, office days, upcoming bookings, upcoming days, desk bookings, upcoming reservations,
            future bookings""",
        Tag.CANCEL: "cancel, cancelling, canceling, call off, unbook, cancle, cancell, cancel out",
        Tag.CANCEL_WEAKLY: """remove, delete, drop, clear, release, undo, scrap, give back, give up, hand back, free up, free my,
            freeing up, remove me, take me off, take me out, take me out of, drop me from, skip, get rid of, unreserve, let go of,
            releasing, dropping, removing, deleting, unregister, unregister me, scratch, withdraw, revoke, sign me off, sign me out,
            sign me out of, remove me from, take my name off""",
        Tag.CANCELLED: "cancelled, canceled, deleted, removed, dropped, freed, cancellation, cancelation, cancellations",
        Tag.LEAVE_LINE: """leave the waiting list, leave waiting list, leave the waitlist, leave waitlist, leave the queue, leave
            queue, leave the line, off the waiting list, off waiting list, off the waitlist, off the queue, out of the queue, from the
            waiting list, from the waitlist, from the queue, stop waiting for, stop waiting, exit the queue, leave my place in the
            queue, leave the list""",
        Tag.LINE: """put me on the list, put me on a list, add me to the list, standby, put me on standby, waiting list, waitinglist,
            wait list, waitlist, waitlisted, queue, wait in line, stand in line, waiting line, join the line, join the waiting list,
            join the waitlist, join the queue, join waiting list, join waitlist, get in line, queue up, queue me, waitlist me, wait -
            list, waiting - list, queue me up, the wait""",
        Tag.WAIT_FOR: """wait for, waiting for, wait for a desk, wait for a place, wait for a spot, wait for a seat, wait for a space,
            wait for a free desk, wait for parking, wait for a desk on, wait for a parking space, wait on""",
        Tag.WISH: """like to, want, wanna, need, would like, 'd like, would love, 'd love, have to, must, need to, want to, gotta, got
            to, looking for, wish, require, needing, wanting, looking to, planning to, planning on, plan to, intend to, intending to,
            i 'd like, id like, id love, would need, will need, should like, in need of, 'd need, wish to, planning to be, would like
            to, like to have, 'd prefer, would prefer""",
        Tag.CAN: """can, could, would you, is it possible to, would it be possible to, possible to, could you please, can you please,
            can u, cud u""",
        Tag.GIVE: """get, gimme, give, find, give me, get me, find me, getting, arrange, organise, organize, allocate me, assign me,
            sort me out, grab, sort out""",
        Tag.TAKE: "take, taking",
        Tag.HAVE: "have, got, hav",
        Tag.COME: """come, come in, come by, come over, come into, attend, pop in, drop in, drop by, head in, go in, swing by, stop
            by, travel in, go to the office, go into the office, come to, go into, commute in, head into, make it in""",
        Tag.COMING: """coming in, coming by, coming into, coming over, attending, heading in, heading into, popping in, dropping in,
            dropping by, going in, going into, going to be in, going to the office, commuting, commuting in, travelling in, traveling
            in, swinging by, comming, comming in, coming to, driving in, cycling in, comin in, comin, coming along, coming into the,
            coming to the""",
        Tag.IS: "is, are, 're",
        Tag.BE: "am, 'm, be, being, gonna be, going to be, be sitting, be based, be working, be at work",
        Tag.WORK: """work, working, work from, working from, work at, working at, work out of, working out of, be working from, be
            working at""",
        Tag.INSIDE: """office, inside, onsite, on site, on - site, on the premises, there, here, around, in the building, in house,
            present, at the desk, in the office, in office, at the office, at office, from the office, from office, to the office, to
            office, into the office, into office, at my desk, from my desk, to my desk, in to the office, on campus, physically
            present, in my office, to my office, wfo, in - office, the office""",
        Tag.STAY_AWAY: """no longer coming, no longer coming in, no longer be in, no longer in, not make it, won't make it, won't be
            able to make it, not be able to make it, not coming after all, no longer attending, can't make it, cannot make it, can not
            make it, not going to make it, can no longer make it, not gonna make it, cant come after all, no longer make it, can't
            attend""",
        Tag.ABSENT: """ill, sick, holiday, holidays, vacation, leave, annual leave, pto, wfh, home, from home, at home, remote,
            remotely, out of office, ooo, out of the office, day off, off sick, unwell, away, travelling, traveling, on holiday, on
            vacation, parental leave, homeoffice, out, not feeling well, on leave, on pto, days off, time off, in bed, at the dentist,
            off work""",
        Tag.ASK_SELF: """am i, do i, did i, have i, will i, will i be, was i, had i, when am i, where am i, when do i, when did i,
            what have i, what did i, what do i have, which days am i, which days did i, which days have i, which days do i, what days
            am i, what days have i, what days did i, what days do i, i have booked, i booked, have i got, what am i, when will i be,
            where will i be, when have i""",
        Tag.SHOW: """show, show me, list, display, view, see, check, look at, give me a list of, look up, what 's on, whats on, what
            about, how about, how is, how 's, hows, how does, how do, what does, look, looking, looks, look like, looks like, bring
            up, pull up, let me see, let 's see, what are, what 's, whats, what is, tell me about, tell me, do you know, let me know,
            remind me of, show us""",
        Tag.ARE_THERE: """is there, are there, there is, there are, any, anything, is anything, got any, have any, do you have, do we
            have, is it, how many, how much, left, remaining, there any""",
        Tag.FREE: """free, available, availability, availabilities, vacancy, vacancies, vacant, bookable, unoccupied, free up soon,
            open desks""",
        Tag.FULL: """full, busy, crowded, packed, occupancy, occupied, how busy, how full, overbooked, closed, open, utilisation,
            capacity, quiet, empty""",
        Tag.OVERVIEW: "overview, calendar, week view, weekly view, timetable, agenda, rota, planner, schedule, weekly overview",
        Tag.WHO: """who, whos, attendance, attendees, headcount, who all, who is, who 's, who will, who will be, who 'll be, who is
            going to be, who are, which people, which colleagues, who of my colleagues, which of my colleagues, anyone, anybody,
            anyone else, anybody else, who else, who else is, is anyone, is anybody, will anyone be, is anyone else, which teammates,
            who from my team, who of my team, who is coming, who 's coming, whos coming, who in my team is, is everyone, is everybody,
            who of us""",
        Tag.WHAT: "what, which, how, when, where, which days, what days, which day, what day, when can i, where can i, what time",
        Tag.PASS: """pass, qr, qr code, qrcode, badge, entry pass, entry code, barcode, door code, access code, day pass, access pass,
            office pass, ticket, entry ticket, desk pass, entrance pass, qr - code, passes, guard pass, visitor badge""",
        Tag.OFFICES: """offices, locations, sites, office locations, which office, what office, list of offices, all offices,
            available offices, the offices, which location, office list, which site, which building, all locations, office location,
            buildings, the locations, other offices, what 's my office, what is my office, which is my office, whats my office, where
            is my office, where 's my office""",
        Tag.HOME_OFFICE: """home office, default office, usual office, main office, my home office, my office, my location, my default
            office, my usual office, my default location, my site, my building, my main office, preferred office, my preferred office,
            default location, my base, home location, favourite office, favorite office, my favourite office, my favorite office,
            regular office, my regular office, my home location, my standard office""",
        Tag.CHANGE: """change, switch, set, update, use, changing, switching, choose, select, pick, make, modify, setting, settings,
            change my, switch over""",
        Tag.MOVE: """move, swap, shift, reschedule, postpone, exchange, rebook, replace, transfer, push back, bring forward, extend,
            edit, amend, instead of, rather than, rather, instead, prefer""",
        Tag.LANGUAGE: "language, languages, your language, my language, lang, the language, another language, different language",
        Tag.SPEAK: """speak, talk, answer, reply, respond, write, speaking, talk to me, answer me, speak to me, translate, write to
            me, reply to me, say it""",
        Tag.REMIND: """remind, remind me, reminding me, reminding, send me reminders, send reminders, sending me reminders, sending
            reminders, get reminders, nag me, nagging me""",
        Tag.REMINDERS: """reminder, reminders, evening reminder, evening reminders, reminder messages, evenings, each evening, every
            evening, the evening before, the night before, the day before""",
        Tag.OFF: "off, stop, mute, silence, quit, turn off, switch off, disable, deactivate, unsubscribe, unsubscribe from, disabled",
        Tag.ON: "on, turn on, switch on, enable, activate, enabled, subscribe, subscribe to, resume",
        Tag.SHARE: """share, sharing, unhide, unhide me, make me visible, visible, let colleagues see, let everyone see, let others
            see, let my colleagues see, let people see, let my team see, let the team see, let everybody see, show me to, show my name
            to, reveal, publish""",
        Tag.HIDE: """hiding, hiding me, hide, hide me, hidden, invisible, make me invisible, stop sharing, private, unshare, make me
            hidden, incognito, hide my name, anonymous, stop showing""",
        Tag.DAYS: """my days, my plans, my presence, my attendance, my whereabouts, my name, my in - office days, my office days,
            which days i am in, when i am in, when i 'm in, when im in, my calendar, my schedule, where i am""",
        Tag.SEAT: """desk, seat, spot, place, space, workspace, workplace, work place, work space, hot desk, hotdesk, room, slot,
            office desk, desk space, workstation, work station, office day, day in the office, day at the office, desk place, office
            seat, office space, office spot, chair, somewhere to sit, somewhere to work, sit, place to work, place to sit, dsek, hot -
            desk""",
        Tag.SEATS: "desks, seats, spots, places, spaces, slots, workplaces, workspaces, hot desks, hotdesks, hot - desks",
        Tag.PARKING: """parking, parking space, parking spot, parking place, parking lot, car space, car park, carpark, car parking,
            garage, parking slot, car, with car, with a car, by car, with my car, i 'm driving, i 'll drive, i drive, im driving,
            driving, drive, parking bay, car place, car spot, car park space, a car, my car, space for my car, place for my car, spot
            for my car, park, space to park, somewhere to park, place to park, parking for my car, space for a car, car bay, i 'll be
            driving, parking please""",
        Tag.NO_PARKING: """no parking, without parking, without a parking space, without car, without a car, no car, no parking space,
            without my car, not by car, no need for parking, no parking needed, parking not needed, without a parking spot, w / o
            parking, w / o car, parking isn't needed, without a car space, no parking spot, no parking required, no car space, without
            car parking, not driving, no parking necessary, w / o a car, don't need parking, do not need parking, don't need a parking
            space, do not need a parking space, sans parking""",
        Tag.NOT: """not, don't, do not, won't, wont, isn't, aren't, didn't, doesn't, wouldn't, couldn't, shouldn't, no longer, no
            more, anymore, any more, any longer, haven't, hasn't, without, ain't, wasn't, hadn't, neither, nor, nothing, none, dnt,
            will not, n't""",
        Tag.CANNOT: """can't make, cannot make, can not make, can't, cannot, can not, unable to, not able to, unable, won't be able
            to, won't be able to do, not be able to, can no longer, will not be able to, can't do, cannot do, no longer able to""",
        Tag.NO: "no, nope, nah",
        Tag.HEDGE: """if, unless, maybe, perhaps, possibly, probably, might, should, should i, would, whether, in case, thinking,
            thinking of, thinking about, considering, what if, suppose, supposing, provided, when i, whenever, likely, tentatively,
            tentative, consider, potentially, not sure, unsure, wondering, wonder, supposed to, i think, hypothetically, ought, ought
            to, i guess, shall i, depends, depending, pretend, imagine, almost, nearly, unlikely, assuming, hope, hoping, hopefully,
            would i, could i maybe, once, until i, never, as long as, forgot to, forgot""",
        Tag.EXCEPT: """except, except for, but, but not, apart from, other than, excluding, besides, all but, everything but, minus,
            aside from""",
        Tag.ALL: """all, everything, all of, all my, all of my, entire, whole, all the, every booking, all bookings, all my bookings,
            the lot, all of them, all of it, the entire, the whole, all days, all my days, all reservations, all my reservations,
            every one of my bookings, every single booking, all my desk bookings, all of my bookings, all my office days, all the
            bookings, all my desks, all existing bookings, all future bookings, all my future bookings, all upcoming bookings""",
        Tag.IN: "in",
        Tag.AT: "at, in at",
        Tag.FOR: "for",
        Tag.OF: "of",
        Tag.THE: "the, on the",
        Tag.A: "a, an",
        Tag.AND: "and, n, plus, as well as, and also, along with, and on, and for, and then, and the, and on the, and a, as well",
        Tag.OR: "or, either, or on, and / or, or maybe",
        Tag.TO: "to, to the, into",
        Tag.UNTIL: "through, thru, up to, til, till, until, up until, through to, till the, until the, up to and including",
        Tag.BEFORE: "before, after, by, within, around about, earlier than, later than, no later than, by the end of, following on from",
        Tag.FROM: "from, starting, starting from, starting on, from the, beginning on",
        Tag.SINCE: "from now on, onwards, onward, as of, as from, and after, after that, and beyond, since",
        Tag.BETWEEN: "between",
    },
    numbered={
        **days.NUMBERED,
        Tag.TONGUE: (
            "english, in english, to english, into english, englisch",
            "german, in german, to german, into german, deutsch, auf deutsch",
        ),
    },
    first_value=days.FIRST_VALUE,
    together={
        "im": (Tag.ME, Tag.BE),
        "full week": (Tag.ALL, Tag.UNIT_WEEK),
        "the full week": (Tag.ALL, Tag.UNIT_WEEK),
        "ill be": (Tag.ME, Tag.BE),
        "ill be in": (Tag.ME, Tag.BE, Tag.IN),
        "ill come": (Tag.ME, Tag.COME),
        "ill come in": (Tag.ME, Tag.COME),
        "ill take": (Tag.ME, Tag.TAKE),
        "ill need": (Tag.ME, Tag.WISH),
        "ive": (Tag.ME, Tag.HAVE),
        "id need": (Tag.ME, Tag.WISH),
        "i can": (Tag.ME, Tag.CAN),
        "may i": (Tag.CAN, Tag.ME),
    },
    parted={
        Tag.CANCEL_WEAKLY: "give back, give up, hand back",
        Tag.BOOK: "put down, sign up, put in",
        Tag.CANCEL: "call off",
        Tag.OFF: "turn off, switch off",
        Tag.ON: "turn on, switch on",
    },
    lookalikes="""alter avail available barking been booker books boom boost boot boots broke brook bush bust busy buys camel canal
        cancels cancer cancers candle caner cannon cannot chart chose comes comet council counsel crate deck decks delate delete
        deriving deserve dilute disk disks dress dusk existing exiting fall fee fell fill flee form forth freda free freed freeze
        frida fridge frilly fuel full garbage hid hide hike hire hose hours house language later latest latter lease least letter
        luggage mandate monkey mooring morning mourning mundane observe officer officers packing palace paren parking parties parting
        party pass passed past pasta pasty patch path pest placed plaice plane planes plate plates please pleased pleasure police
        polite post preserve provider pulse pursing quite reader register registers relapse relax release remain remote removal remove
        removed removes reserved reserves reservist rest reverse rewind sausage sending shade shape shard share shares sharp sheer
        shop shore shot showed shower slow snow spare spring starter strat sundae sundry talking three tough tree tuxedo waiting wake
        wasting weak weed week weekly weeks weep welcome whet wider writing""",
)
