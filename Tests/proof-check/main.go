// Checks a ledger's checkpoints and proofs with golang.org/x/mod/sumdb/note and tlog, which know
// nothing of vgledger; then changes each bit of what they hold, decoded, and expects a refusal.
//
// Usage: proof-check -key FILE [-checkpoint FILE] [-old FILE -consistency FILE] [-changed N] PROOF...
//
//	-key          the verifier key, in the form of signed-note
//	-checkpoint   a signed checkpoint
//	-old          an older checkpoint of the same log
//	-consistency  the proof from the older one to -checkpoint: a hash in base64 a line
//	-changed      how many of the proofs, spread evenly, are changed bit by bit (all)
//
// Where there is a proof for every leaf of -checkpoint, the tree is built from what they hold, and
// roots and proofs are compared with those that tlog makes itself.
package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A head is a checkpoint's text, decoded.
type head struct {
	origin string
	tree   tlog.Tree
}

// A signed is a note with one signature, decoded.
type signed struct {
	text, name, signature []byte // the signature with the key's id before it
}

// A proof is a file of the form tlog-proof, decoded.
type proof struct {
	extra  []byte
	index  uint64
	hashes tlog.RecordProof
	note   signed
}

var dash = []byte("\u2014 ")

func main() {
	keyFile := flag.String("key", "", "")
	checkpointFile := flag.String("checkpoint", "", "")
	oldFile := flag.String("old", "", "")
	consistencyFile := flag.String("consistency", "", "")
	changed := flag.Int("changed", -1, "")
	flag.Parse()

	key := strings.TrimSuffix(string(read(*keyFile)), "\n")
	verifier, err := note.NewVerifier(key)
	must("the key", err)
	refusals := changeKey(key)

	var newest, old *head
	if *checkpointFile != "" {
		newest = checkCheckpoint(*checkpointFile, verifier, &refusals)
	}
	if *oldFile != "" {
		old = checkCheckpoint(*oldFile, verifier, &refusals)
	}
	proofs := checkProofs(flag.Args(), verifier, *changed, &refusals)

	var stored []tlog.Hash
	if newest != nil && int64(len(proofs)) == newest.tree.N {
		stored = rebuild(*newest, proofs)
	}
	if *consistencyFile != "" {
		checkConsistency(*consistencyFile, *old, *newest, stored, &refusals)
	}
	fmt.Printf("%d proofs accepted, %d changes of a bit refused", len(proofs), refusals)
	if stored != nil {
		fmt.Printf(", the tree of %d leaves built again", newest.tree.N)
	}
	fmt.Println()
}

func checkCheckpoint(file string, verifier note.Verifier, refusals *int) *head {
	text := read(file)
	found, err := openCheckpoint(text, verifier)
	must(file, err)
	decoded, err := decodeNote(text)
	must(file, err)
	decoded.eachChange(func(what string) {
		_, err := openCheckpoint(decoded.encode(), verifier)
		refused(file, what, err, refusals)
	})
	return &found
}

func checkProofs(
	files []string, verifier note.Verifier, changed int, refusals *int,
) map[int64]proof {
	proofs := map[int64]proof{}
	step := 1
	if changed >= 0 {
		step = len(files)/(changed+1) + 1
	}
	for number, file := range files {
		text := read(file)
		must(file, checkProof(text, verifier))
		decoded, err := decodeProof(text)
		must(file, err)
		if !bytes.Equal(decoded.encode(), text) {
			fail(file, "is not in the one form that there is for it")
		}
		proofs[int64(decoded.index)] = decoded
		if number%step != 0 {
			continue
		}
		changing, err := decodeProof(text)
		must(file, err)
		changing.eachChange(func(what string) {
			refused(file, what, checkProof(changing.encode(), verifier), refusals)
		})
		if !bytes.Equal(changing.encode(), text) {
			fail(file, "was not changed back")
		}
	}
	return proofs
}

// rebuild makes the tree from the records, and compares root and proofs.
func rebuild(newest head, proofs map[int64]proof) []tlog.Hash {
	var stored []tlog.Hash
	reader := reader(&stored)
	for index := int64(0); index < newest.tree.N; index++ {
		one, ok := proofs[index]
		if !ok {
			return nil
		}
		hashes, err := tlog.StoredHashes(index, one.extra, reader)
		must("the tree", err)
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(newest.tree.N, reader)
	must("the tree", err)
	if root != newest.tree.Hash {
		fail("the tree", "has another root than the checkpoint")
	}
	for index, one := range proofs {
		own, err := tlog.ProveRecord(newest.tree.N, index, reader)
		must("the tree", err)
		if !same(own, one.hashes) {
			fail("the tree", fmt.Sprintf("gives another proof for leaf %d", index))
		}
	}
	return stored
}

func checkConsistency(file string, old, newest head, stored []tlog.Hash, refusals *int) {
	var hashes tlog.TreeProof
	for _, line := range strings.Fields(string(read(file))) {
		hash, err := tlog.ParseHash(line)
		must(file, err)
		hashes = append(hashes, hash)
	}
	check := func() error {
		return tlog.CheckTree(hashes, newest.tree.N, newest.tree.Hash, old.tree.N, old.tree.Hash)
	}
	must(file, check())
	if stored != nil {
		own, err := tlog.ProveTree(newest.tree.N, old.tree.N, reader(&stored))
		must(file, err)
		if !same(tlog.RecordProof(own), tlog.RecordProof(hashes)) {
			fail(file, "is another proof than tlog's own")
		}
	}
	expect := func(what string) { refused(file, what, check(), refusals) }
	for place := range hashes {
		eachBit(hashes[place][:], fmt.Sprintf("hash %d", place), expect)
	}
	eachBit(newest.tree.Hash[:], "new root", expect)
	eachBit(old.tree.Hash[:], "old root", expect)
}

// openCheckpoint verifies a signed checkpoint and reads it as c2sp.org/tlog-checkpoint says.
func openCheckpoint(text []byte, verifier note.Verifier) (head, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return head{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return head{}, errors.New("no checkpoint of this log")
	}
	size, err := decimal(lines[1])
	if err != nil {
		return head{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return head{lines[0], tlog.Tree{N: int64(size), Hash: root}}, err
}

func checkProof(text []byte, verifier note.Verifier) error {
	decoded, err := decodeProof(text)
	if err != nil {
		return err
	}
	checkpoint, err := openCheckpoint(decoded.note.encode(), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(
		decoded.hashes, checkpoint.tree.N, checkpoint.tree.Hash, int64(decoded.index),
		tlog.RecordHash(decoded.extra))
}

func decodeNote(text []byte) (signed, error) {
	end := bytes.LastIndex(text, []byte("\n\n"))
	if end < 0 {
		return signed{}, errors.New("no signature")
	}
	line := bytes.TrimPrefix(bytes.TrimSuffix(text[end+2:], []byte("\n")), dash)
	parts := bytes.Split(line, []byte(" "))
	if len(parts) != 2 {
		return signed{}, errors.New("not one signature")
	}
	signature, err := base64.StdEncoding.DecodeString(string(parts[1]))
	return signed{clone(text[:end+1]), clone(parts[0]), signature}, err
}

func (one signed) encode() []byte {
	line := base64.StdEncoding.EncodeToString(one.signature)
	return []byte(fmt.Sprintf("%s\n%s%s %s\n", one.text, dash, one.name, line))
}

func (one signed) eachChange(try func(what string)) {
	eachBit(one.text, "text", try)
	eachBit(one.name, "name", try)
	eachBit(one.signature, "signature", try)
}

// decodeProof reads a file as c2sp.org/tlog-proof says; here 'extra' has to be there.
func decodeProof(text []byte) (proof, error) {
	var one proof
	header, rest, _ := strings.Cut(string(text), "\n")
	extra, rest, _ := strings.Cut(rest, "\n")
	index, rest, _ := strings.Cut(rest, "\n")
	if header != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(extra, "extra ") ||
		!strings.HasPrefix(index, "index ") {
		return one, errors.New("no proof")
	}
	var err error
	if one.extra, err = base64.StdEncoding.DecodeString(extra[len("extra "):]); err != nil {
		return one, err
	}
	if one.index, err = decimal(index[len("index "):]); err != nil {
		return one, err
	}
	for {
		line, after, found := strings.Cut(rest, "\n")
		if !found {
			return one, errors.New("no checkpoint")
		}
		rest = after
		if line == "" {
			break
		}
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return one, err
		}
		one.hashes = append(one.hashes, hash)
	}
	one.note, err = decodeNote([]byte(rest))
	return one, err
}

func (one proof) encode() []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, "c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n",
		base64.StdEncoding.EncodeToString(one.extra), one.index)
	for _, hash := range one.hashes {
		fmt.Fprintf(&text, "%s\n", hash)
	}
	fmt.Fprintf(&text, "\n%s", one.note.encode())
	return text.Bytes()
}

func (one *proof) eachChange(try func(what string)) {
	eachBit(one.extra, "extra", try)
	for bit := 0; bit < 64; bit++ {
		one.index ^= 1 << bit
		try(fmt.Sprintf("index, bit %d", bit))
		one.index ^= 1 << bit
	}
	for place := range one.hashes {
		eachBit(one.hashes[place][:], fmt.Sprintf("hash %d", place), try)
	}
	one.note.eachChange(try)
}

// changeKey changes each bit of the name, of the id and of the key.
func changeKey(key string) int {
	parts := strings.SplitN(key, "+", 3)
	name := []byte(parts[0])
	number, err := strconv.ParseUint(parts[1], 16, 32)
	must("the key", err)
	id := []byte{byte(number >> 24), byte(number >> 16), byte(number >> 8), byte(number)}
	public, err := base64.StdEncoding.DecodeString(parts[2])
	must("the key", err)
	refusals := 0
	try := func(what string) {
		text := base64.StdEncoding.EncodeToString(public)
		_, err := note.NewVerifier(fmt.Sprintf("%s+%x+%s", name, id, text))
		refused("the key", what, err, &refusals)
	}
	eachBit(name, "name", try)
	eachBit(id, "id", try)
	eachBit(public, "key", try)
	return refusals
}

// eachBit changes one bit after another, and changes it back.
func eachBit(data []byte, what string, try func(what string)) {
	for bit := 0; bit < 8*len(data); bit++ {
		data[bit/8] ^= 1 << (bit % 8)
		try(fmt.Sprintf("%s, bit %d", what, bit))
		data[bit/8] ^= 1 << (bit % 8)
	}
}

// decimal reads a number that tlog can hold, without leading zeros.
func decimal(text string) (uint64, error) {
	number, err := strconv.ParseUint(text, 10, 63)
	if err == nil && strconv.FormatUint(number, 10) != text {
		err = errors.New("no plain number")
	}
	return number, err
}

func reader(stored *[]tlog.Hash) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			if index >= int64(len(*stored)) {
				return nil, errors.New("beyond the tree")
			}
			hashes = append(hashes, (*stored)[index])
		}
		return hashes, nil
	})
}

func same(left, right tlog.RecordProof) bool {
	if len(left) != len(right) {
		return false
	}
	for place := range left {
		if left[place] != right[place] {
			return false
		}
	}
	return true
}

func clone(data []byte) []byte { return append([]byte{}, data...) }

func read(file string) []byte {
	data, err := os.ReadFile(file)
	must(file, err)
	return data
}

func refused(file, what string, err error, refusals *int) {
	if err == nil {
		fail(file, "is accepted although changed: "+what)
	}
	*refusals++
}

func must(file string, err error) {
	if err != nil {
		fail(file, err.Error())
	}
}

func fail(file, why string) {
	fmt.Fprintf(os.Stderr, "%s: %s\n", file, why)
	os.Exit(1)
}
