package replay

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A segment's file is a row of records and nothing else: the hash, the wall time of the claim in microseconds since 1970,
// and a checksum of both.
const (
	sumSize    = 16
	recordSize = sumSize + 8 + 4
	suffix     = ".nonces"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A segment is the nonces of a few minutes. It is filled by one process; after a restart it is only read.
type segment struct {
	path   string   // empty: in memory only
	file   *os.File // nil: not filled any further, or in memory only
	sealed bool     // not filled any further
	begun  time.Time
	newest time.Time
	sums   map[[sumSize]byte]struct{}
}

func newSegment(dir string, serial uint64, at time.Time) (*segment, error) {
	s := &segment{begun: at, newest: at, sums: map[[sumSize]byte]struct{}{}}
	if dir == "" {
		return s, nil
	}
	s.path = filepath.Join(dir, fmt.Sprintf("%016d%s", serial, suffix))
	f, err := os.OpenFile(s.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	s.file = f
	return s, err
}

// readSegment reads back what a process wrote.
func readSegment(path string) (*segment, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := decode(b)
	s.path = path
	return s, nil
}

// decode takes the records that are whole: a killed process leaves at most a torn last one, a power cut any.
func decode(b []byte) *segment {
	s := &segment{sealed: true, sums: map[[sumSize]byte]struct{}{}}
	for ; len(b) >= recordSize; b = b[recordSize:] {
		record := b[:recordSize]
		if binary.BigEndian.Uint32(record[sumSize+8:]) != crc32.Checksum(record[:sumSize+8], castagnoli) {
			continue
		}
		s.sums[[sumSize]byte(record)] = struct{}{}
		if at := time.UnixMicro(int64(binary.BigEndian.Uint64(record[sumSize:]))).UTC(); at.After(s.newest) {
			s.newest = at
		}
	}
	return s
}

func encode(sum [sumSize]byte, at time.Time) []byte {
	record := make([]byte, 0, recordSize)
	record = append(record, sum[:]...)
	record = binary.BigEndian.AppendUint64(record, uint64(at.UnixMicro()))
	return binary.BigEndian.AppendUint32(record, crc32.Checksum(record, castagnoli))
}

func (s *segment) open() bool { return !s.sealed }

func (s *segment) has(sum [sumSize]byte) bool {
	_, found := s.sums[sum]
	return found
}

// add writes a record behind the others. One that fails half-way is overwritten by the next.
func (s *segment) add(sum [sumSize]byte, at time.Time) error {
	if s.file != nil {
		if _, err := s.file.WriteAt(encode(sum, at), int64(len(s.sums))*recordSize); err != nil {
			return err
		}
	}
	s.sums[sum] = struct{}{}
	if at.After(s.newest) {
		s.newest = at
	}
	return nil
}

// finish ends the filling.
func (s *segment) finish() error {
	s.sealed = true
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// close makes the segment durable.
func (s *segment) close() error {
	if s.path == "" {
		return nil
	}
	f := s.file
	if f == nil {
		var err error
		if f, err = os.OpenFile(s.path, os.O_RDWR, 0); err != nil {
			return err
		}
	}
	s.sealed, s.file = true, nil
	return errors.Join(f.Sync(), f.Close())
}

// remove drops the file. One that can't be removed is read again at the next start, and found old.
func (s *segment) remove() {
	_ = s.finish()
	if s.path != "" {
		_ = os.Remove(s.path)
	}
}

// serialOf is the number in a segment's name; false where it is not one.
func serialOf(name string) (uint64, bool) {
	number, ok := strings.CutSuffix(name, suffix)
	serial, err := strconv.ParseUint(number, 10, 64)
	return serial, ok && err == nil && len(number) >= 16
}
