import type { ReactNode } from 'react';

interface Props {
  /** What it says to who does not see it. */
  label: string;
}

function mark(children: ReactNode) {
  return function Mark({ label }: Props) {
    return (
      <span className="room-mark" role="img" aria-label={label} title={label}>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          {children}
        </svg>
      </span>
    );
  };
}

export const LockIcon = mark(<path d="M6.500 11h11v8.500h-11zM8.500 11V8a3.500 3.500 0 0 1 7 0v3" />);
export const StarIcon = mark(<path d="M12 4l2.400 5 5.600.800-4 3.900 1 5.500-5-2.700-5 2.700 1-5.500-4-3.900 5.600-.800z" />);
export const MicIcon = mark(<path d="M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM6 11a6 6 0 0 0 12 0M12 17v3.500" />);
export const MutedIcon = mark(<path d="M4 4l16 16M9 9v2a3 3 0 0 0 4.500 2.600M9.500 4.500A3 3 0 0 1 15 6v5M6 11a6 6 0 0 0 9.500 4.900M18 11a6 6 0 0 1-.5 2.400M12 17v3.500" />);
