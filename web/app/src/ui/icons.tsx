import type { ReactNode } from 'react';

function icon(children: ReactNode) {
  return function Icon() {
    return (
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {children}
      </svg>
    );
  };
}

export const BackIcon = icon(<path d="M15 5l-7 7 7 7" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
export const TimerIcon = icon(
  <>
    <circle cx="12" cy="13.5" r="7" />
    <path d="M12 10v3.500l2.200 1.500M9.500 3.500h5M12 3.500v3" />
  </>,
);
export const LinkIcon = icon(<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.300 1.300M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.300-1.300" />);
export const TickIcon = icon(<path d="M5 12.5l4.5 4.5L19 7.5" />);
export const AlertIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5v5.5M12 16.2v.1" />
  </>,
);
export const SendIcon = icon(<path d="M4.5 12h8M4.5 12L3 4.5l18 7.5-18 7.5z" />);
export const DownIcon = icon(<path d="M12 5v14M6 13l6 6 6-6" />);
export const ComposeIcon = icon(<path d="M12 5H7a3 3 0 0 0-3 3v9a3 3 0 0 0 3 3h9a3 3 0 0 0 3-3v-5M10 14l.5-3L18 3.5l2.5 2.5L13 13.5z" />);
export const SignOutIcon = icon(<path d="M14 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7M10 12h11M17.5 8.5L21 12l-3.5 3.5" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const PeopleIcon = icon(
  <>
    <circle cx="9" cy="8.5" r="3.5" />
    <path d="M2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .7 3.2 2.4 3.5 5" />
  </>,
);
export const BubbleIcon = icon(<path d="M4 8a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-6l-5 4v-4.2A3 3 0 0 1 4 14z" />);
export const DoubleTickIcon = icon(<path d="M2.5 12.5L7 17 16.5 7M11 16l1 1L21.5 7" />);
export const ReplyIcon = icon(<path d="M9.5 7L4 12l5.5 5M4 12h9a7 7 0 0 1 7 6" />);
export const ThreadIcon = icon(
  <>
    <path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z" />
    <path d="M8 8.5h8M8 11.8h5" />
  </>,
);
export const SmileIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.5 14c.8 1.4 2 2.1 3.5 2.1s2.700-.7 3.500-2.100M9.200 9.500v.1M14.800 9.500v.1" />
  </>,
);
export const MoreIcon = icon(<path className="dots" d="M6 12h.01M12 12h.01M18 12h.01" />);
export const PinIcon = icon(<path d="M9 4h6l-.6 6.200L18 13.500H6l3.600-3.300zM12 13.500V20" />);
export const EditIcon = icon(<path d="M4.500 19.500l1-4.500L16 4.500l3.500 3.500L9 18.500zM13.500 7l3.500 3.500" />);
export const ForwardIcon = icon(<path d="M14.500 7l5.500 5-5.500 5M20 12h-9a7 7 0 0 0-7 6" />);
export const CopyIcon = icon(
  <>
    <rect x="8.500" y="8.500" width="11" height="11" rx="2" />
    <path d="M15.500 5.500a1 1 0 0 0-1-1h-9a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1" />
  </>,
);
export const TrashIcon = icon(<path d="M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.500 10.500v5.500M13.500 10.500v5.500" />);
export const HideIcon = icon(<path d="M4 4l16 16M10 6.300A9.500 9.500 0 0 1 21 12a13 13 0 0 1-2.500 3.200M6.300 8A13 13 0 0 0 3 12c2 4 5.200 6 9 6a9 9 0 0 0 3-.5" />);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 11v5.500M12 7.800v.1" />
  </>,
);
export const HistoryIcon = icon(<path d="M4.500 12A7.500 7.500 0 1 0 7 6.400L4.500 8.800M4.500 4.500v4.300h4.300M12 8v4.300l3 1.700" />);
export const MuteIcon = icon(<path d="M4 4l16 16M17.500 14V10.500A5.500 5.500 0 0 0 8.400 6.300M6.600 9.200c-.1.400-.1.900-.1 1.300V14L5 16.500h11.500M10 19.500a2.200 2.200 0 0 0 4 0" />);
export const BellIcon = icon(<path d="M6.500 10.500a5.500 5.500 0 0 1 11 0V14l1.500 2.500H5L6.500 14zM10 19.500a2.200 2.200 0 0 0 4 0" />);
export const ArchiveIcon = icon(<path d="M4 5h16v4H4zM5.500 9v10h13V9M10 12.500h4" />);
export const UnreadIcon = icon(
  <>
    <path d="M13 5H7a3 3 0 0 0-3 3v6a3 3 0 0 0 3 3v4l5-4h5a3 3 0 0 0 3-3v-3" />
    <circle cx="18.500" cy="5.500" r="2.500" />
  </>,
);
export const GearIcon = icon(
  <>
    <circle cx="12" cy="12" r="3" />
    <path d="M12 3.500v2.500M12 18v2.500M3.500 12H6M18 12h2.500M6 6l1.800 1.800M16.200 16.200L18 18M18 6l-1.800 1.800M7.800 16.200L6 18" />
  </>,
);
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.500" />
    <path d="M16 16l4.500 4.500" />
  </>,
);
export const AttachIcon = icon(<path d="M19.500 11.500l-7.600 7.600a4.800 4.800 0 0 1-6.800-6.800l8-8a3.200 3.200 0 0 1 4.500 4.500l-7.900 7.900a1.600 1.600 0 0 1-2.300-2.300l7-7" />);
export const FileIcon = icon(<path d="M13.500 3.500H7a1.500 1.500 0 0 0-1.500 1.500v14A1.500 1.500 0 0 0 7 20.500h10a1.500 1.500 0 0 0 1.500-1.500V8.500zM13.500 3.500v5h5" />);
export const BlockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M6 6l12 12" />
  </>,
);
export const FlagIcon = icon(<path d="M6 21V4h11l-2 4 2 4H6" />);
export const PlayIcon = icon(<path d="M8 5.5v13l10.5-6.500z" />);
