/** The commands `report` and `bundle`. */
export const exports = {
  argument: { files: 'captures, or one project (.tcpulse) or bundle (.tcpulse-bundle)' },
  option: {
    format: 'html (one file, charts inside), md or json; by default as the name of the output says, else html',
    out: 'file to write; standard output when absent or -',
    connection: 'only about the connection with this number',
    listener: 'only about the listener on this address and port, or port',
    capture: 'number of the capture that --connection and --listener mean, from 0',
    timeZone: 'zone of the times, e.g. UTC or Europe/Berlin',
    anonymize: 'other addresses and names, no comments, no notes, no payload',
    cutPayload: 'nothing behind the TCP header; lengths stay',
  },
  usage: {
    sameFile: '{{path}} would be written over while it is read: name another file with -o',
    oneProject: 'name one project, or captures',
    captureAlone: '--capture says which capture --connection or --listener means: give one of the two as well',
    noCapture: 'there is no capture {{capture}}: they count from 0',
    badNumber: 'a whole number is expected',
    badListener: 'expected PORT, ADDRESS:PORT or [ADDRESS]:PORT',
    badTimeZone: 'no time zone of that name is known',
  },
  unknownZone: 'The project tells times in {{zone}}, which is not known here: they are told in {{own}}.',
  capture: {
    moved: '{{name}} was found in another folder.',
    changed: '{{name}} is not the file that the project was made with: frame numbers in notes may be wrong.',
    missing: '{{name}} is missing, and left out. Open the project in the workbench to say where it is.',
  },
} as const;
