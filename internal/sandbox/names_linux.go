package sandbox

import (
	"encoding/binary"
	"net"
	"strings"
)

const (
	typeA      = 1
	classIN    = 1
	answerBit  = 0x8000
	authority  = 0x0400
	recursion  = 0x0100
	canRecurse = 0x0080
	opcodeMask = 0x7800
	noSuchName = 3
	notDone    = 4
	headerSize = 12
	timeToLive = 60
)

// answerNames answers queries until the connection is closed. They come from the sandbox alone.
func answerNames(conn net.PacketConn, domains []string) {
	query := make([]byte, 512)
	for {
		n, from, err := conn.ReadFrom(query)
		if err != nil {
			return
		}
		if reply := answer(query[:n], domains); reply != nil {
			_, _ = conn.WriteTo(reply, from) // who gets no answer asks again
		}
	}
}

// answer is the reply to a DNS query: 127.0.0.1 for the domains and what is below them, nothing for their other types
// (RFC 1035; no AAAA: a client falls back on IPv4 at once), and no such name for all else. nil is no reply: the text is
// no query.
func answer(query []byte, domains []string) []byte {
	if len(query) < headerSize {
		return nil
	}
	flags := binary.BigEndian.Uint16(query[2:])
	if flags&answerBit != 0 || binary.BigEndian.Uint16(query[4:]) != 1 {
		return nil
	}
	name, end, ok := readName(query)
	if !ok || len(query) < end+4 {
		return nil
	}
	kind, class := binary.BigEndian.Uint16(query[end:]), binary.BigEndian.Uint16(query[end+2:])
	known := class == classIN && within(name, domains)
	code := uint16(0)
	switch {
	case flags&opcodeMask != 0:
		code, known = notDone, false
	case !known:
		code = noSuchName
	}
	reply := make([]byte, headerSize, end+4+16)
	copy(reply, query[:2])
	binary.BigEndian.PutUint16(reply[2:], answerBit|flags&(opcodeMask|recursion)|authority|canRecurse|code)
	binary.BigEndian.PutUint16(reply[4:], 1)
	reply = append(reply, query[headerSize:end+4]...)
	if known && kind == typeA {
		binary.BigEndian.PutUint16(reply[6:], 1)
		reply = append(reply, 0xc0, headerSize, 0, typeA, 0, classIN, 0, 0, 0, timeToLive, 0, 4, 127, 0, 0, 1)
	}
	return reply
}

// readName reads the name of the question, in lower case, and where it ends. A question has nothing to point back to, so
// compressed names are refused.
func readName(query []byte) (name string, end int, ok bool) {
	var labels []string
	for at := headerSize; at < len(query); {
		size := int(query[at])
		at++
		if size == 0 {
			return strings.ToLower(strings.Join(labels, ".")), at, true
		}
		if size > 63 || at+size > len(query) || at+size-headerSize > 255 {
			return "", 0, false
		}
		labels = append(labels, string(query[at:at+size]))
		at += size
	}
	return "", 0, false
}

func within(name string, domains []string) bool {
	for _, d := range domains {
		if name == d || strings.HasSuffix(name, "."+d) {
			return true
		}
	}
	return false
}
